/** Hands a file to the browser, which puts it where downloads go. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  follow(address, name);
  // The browser has opened it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Lets the browser take the answer of an address to where downloads go, as it comes. */
export function openDownload(address: string): void {
  follow(address, '');
}

function follow(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
