/**
 * How a request leaves the process. Google's clients and the Kubernetes client are all built on one of these
 * (clients.ts), so that a read-only run is held here and not by good will (C-06, I-25), and a simulation can answer
 * without a socket.
 */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;
