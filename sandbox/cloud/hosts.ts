import type { Transport } from '../../shared/transport.ts';

export type Handler = (request: Request) => Promise<Response>;

/** Who answers for which host name; some hosts are shared by path, as `www.googleapis.com` is. */
export class Hosts {
  readonly #routes: { host: string; path: string; handler: Handler }[] = [];

  /** `host` as in a URL, with its port when it has one; `path` is where the part begins that this handler answers. */
  set(host: string, handler: Handler, path = '/'): void {
    this.#routes.push({ host, path, handler });
    this.#routes.sort((one, other) => other.path.length - one.path.length);
  }

  find(url: URL): Handler | undefined {
    const known = this.#routes.filter(({ host }) => host === url.host || host === url.hostname);
    return known.find(({ path }) => url.pathname.startsWith(path))?.handler;
  }
}

/** Requests to a host of this world are answered in this process; the others leave by `outside`. */
export function hostTransport(hosts: Hosts, outside: Transport): Transport {
  return (url, init) => {
    const handler = hosts.find(new URL(url));
    return handler ? handler(new Request(url, init)) : outside(url, init);
  };
}
