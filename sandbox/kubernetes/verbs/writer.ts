import type { Asked } from '../asked.ts';
import type { Writer } from '../fields/manager.ts';
import { apiVersionOf } from '../resource-table.ts';
import { invalid } from '../status.ts';
import { timestamp } from '../world.ts';
import type { Ask } from './ask.ts';

/** Who writes: `fieldManager`, else what the client calls itself. */
export function writerOf({ world, resource, asked }: Ask, operation: Writer['operation'] = 'Update'): Writer {
  const agent = (asked.headers.get('user-agent') ?? '').split('/')[0] ?? '';
  return {
    manager: (asked.query.get('fieldManager') ?? (agent || 'unknown')).slice(0, 128),
    operation,
    apiVersion: apiVersionOf(resource),
    subresource: asked.target?.subresource,
    time: timestamp(world.runtime),
  };
}

const optionKinds: Readonly<Record<string, string>> = {
  update: 'UpdateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
  deletecollection: 'DeleteOptions',
};

/** C-06: the only word for it is `All`. */
export function isDryRun(asked: Asked): boolean {
  const values = asked.query.getAll('dryRun');
  if (values.some((value) => value !== 'All')) {
    const kind = optionKinds[asked.verb] ?? 'CreateOptions';
    throw invalid({ group: 'meta.k8s.io', kind, name: '' }, [
      {
        field: 'dryRun',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`,
      },
    ]);
  }
  return values.length > 0;
}
