import { parameter, type Route } from '../service/call.ts';

/** Service Usage, as far as it tells which APIs of a project are switched on: all, but for those in `disabled`. */
export class EnabledServices {
  /** `pubsub.googleapis.com` */
  readonly disabled = new Set<string>();

  routes(): Route[] {
    const stateOf = (name: string) => ({
      name,
      state: this.disabled.has(name.split('/').at(-1) ?? '') ? 'DISABLED' : 'ENABLED',
    });
    return [
      {
        verb: 'GET',
        path: '/v1/{parent=projects/*}/services:batchGet',
        method: 'serviceusage.services.batchGet',
        answer: ({ query }) => ({ services: query.getAll('names').map(stateOf) }),
      },
      {
        verb: 'GET',
        path: '/v1/{name=projects/*/services/*}',
        method: 'serviceusage.services.get',
        answer: (call) => stateOf(parameter(call, 'name')),
      },
    ];
  }
}
