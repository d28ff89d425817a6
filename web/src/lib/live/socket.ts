/** A socket as far as the feed needs one, so that tests can do without a network. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  onclose: ((code: number) => void) | null;
  close(): void;
}

export type OpenSocket = (path: string) => Socket;

/** Opens a WebSocket to the server that the page came from. */
export const openWebSocket: OpenSocket = (path) => {
  const address = new URL(path, window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const ws = new WebSocket(address);
  const socket: Socket = { onopen: null, onmessage: null, onclose: null, close: () => ws.close(1000) };
  ws.onopen = () => socket.onopen?.();
  ws.onmessage = (message) => socket.onmessage?.(String(message.data));
  ws.onclose = (event) => socket.onclose?.(event.code);
  return socket;
};
