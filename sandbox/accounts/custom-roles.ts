import { parameter, type Route } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';

/** The roles that projects define for themselves (IAM `projects.roles.get`). */
export class CustomRoles {
  /** `projects/P/roles/ID` -> permissions. */
  readonly #roles = new Map<string, readonly string[]>();

  put(name: string, permissions: readonly string[]): void {
    this.#roles.set(name, permissions);
  }

  permissionsOf(name: string): readonly string[] {
    return this.#roles.get(name) ?? [];
  }

  routes(): Route[] {
    return [
      {
        verb: 'GET',
        path: '/v1/{name=projects/*/roles/*}',
        method: 'iam.projects.roles.get',
        answer: (call) => {
          const name = parameter(call, 'name');
          const permissions = this.#roles.get(name);
          if (!permissions) throw new ServiceFailure('NOT_FOUND', `The role named ${name} was not found.`);
          return { name, stage: 'GA', etag: 'BwYAAAAAAAA=', includedPermissions: [...permissions] };
        },
      },
    ];
  }
}
