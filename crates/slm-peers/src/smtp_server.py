"""A mail server for tests: keeps what it is sent as files.

Usage: smtp_server.py FOLDER MODE USER PASSWORD, where MODE is plain, starttls or tls. Says its port on a line, and ends
with its standard input.
"""

import asyncio
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

folder, mode, user, password = Path(sys.argv[1]), *sys.argv[2:5]


class Keeper:
    """Refuses one mailbox, is busy for another, keeps the rest."""

    def __init__(self):
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        secured = "secured" if server.transport.get_extra_info("ssl_object") else "plain"
        known = getattr(session, "authenticated", False)
        head = f"X-Test-From: {envelope.mail_from}\nX-Test-To: {envelope.rcpt_tos[0]}\n"
        head += f"X-Test-Connection: {secured}\nX-Test-Authenticated: {known}\n"
        part = folder / f"{self.count:03}.part"
        part.write_bytes(head.encode() + envelope.content.replace(b"\r\n", b"\n"))
        part.rename(folder / f"{self.count:03}.eml")
        return "250 2.0.0 kept"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=right, handled=False)


context = None
if mode != "plain":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")

settings = {"hostname": "mail.test", "authenticator": authenticate}
if mode == "starttls":
    settings |= {"tls_context": context, "require_starttls": True, "auth_required": True}
elif mode == "tls":
    settings |= {"auth_required": True, "auth_require_tls": False}


async def serve():
    loop = asyncio.get_running_loop()
    keeper = Keeper()
    secured = context if mode == "tls" else None
    server = await loop.create_server(lambda: SMTP(keeper, **settings), "127.0.0.1", 0, ssl=secured)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
