import { isDeepStrictEqual } from 'node:util';
import { readMountCall } from '../../../sandbox/kubernetes/simulated/mount-call.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { MountRequest } from '../../../shared/model/mount.ts';
import { mountJob, unmountJob } from '../../../shared/mount/job.ts';
import type { Invariant } from '../check.ts';
import { bodyOf } from './writes.ts';

export const i33: Invariant = {
  name: 'I-33',
  says: 'the mount Job is its template to the letter',
  watch:
    ({ judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'sent' || entry.call.method !== 'POST' || !entry.call.path.endsWith('/jobs')) return;
      judged();
      const job = bodyOf(entry.call) as {
        spec?: { template?: { spec?: { containers?: JsonObject[]; nodeName?: string } } };
        metadata?: JsonObject;
      };
      const [container] = job.spec?.template?.spec?.containers ?? [];
      const call = container && readMountCall(container);
      if (!call) return violated(`${entry.call.path} is no mount Job`);
      const { annotations } = job.metadata as { annotations?: Record<string, string> };
      const {
        isReadOnly,
        expectedUuid,
        options,
        path,
        sizeBytes,
        verb,
        disk,
        deviceName,
        filesystem,
        serial,
        formatIfBlank,
        neverHeldData,
      } = call;
      const request: MountRequest = {
        disk,
        deviceName,
        node: annotations?.['underpin.dev/node'] ?? '',
        mountPath: path,
        filesystem: filesystem as MountRequest['filesystem'],
        mode: isReadOnly ? 'READ_ONLY' : 'READ_WRITE',
        options: options ? options.split(',') : [],
        sizeBytes,
        serial,
        formatIfBlank,
        neverHeldData,
        expectedUuid: expectedUuid || null,
      };
      const expected = JSON.parse(JSON.stringify(verb === 'mount' ? mountJob(request) : unmountJob(request)));
      if (!isDeepStrictEqual(expected, job)) violated(`the Job for ${disk} on ${request.node} is not its template`);
    },
};
