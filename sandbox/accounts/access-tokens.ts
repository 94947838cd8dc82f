import type { Runtime } from '../../shared/runtime.ts';

const lifetimeSeconds = 3599;

interface Issued {
  principal: string;
  until: number;
}

/** The access tokens that were handed out, and whose they are. */
export class AccessTokens {
  readonly #runtime: Runtime;
  readonly #issued = new Map<string, Issued>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  issue(principal: string): { access_token: string; expires_in: number; token_type: string } {
    const token = `ya29.sandbox-${this.#runtime.uuid()}`;
    this.#issued.set(token, { principal, until: this.#runtime.now() + lifetimeSeconds * 1000 });
    return { access_token: token, expires_in: lifetimeSeconds, token_type: 'Bearer' };
  }

  principalOf(token: string): string | undefined {
    const issued = this.#issued.get(token);
    return issued && issued.until > this.#runtime.now() ? issued.principal : undefined;
  }
}
