import type { InstanceIdentity } from '../../../shared/model/action.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { referencePath } from '../../../shared/model/reference.ts';
import { invariant, type Watching } from '../invariant.ts';
import { intentOf, lastSeen } from './reads.ts';
import { bodyOf, computeWrite, nameIn, queryOf } from './writes.ts';

export const i05 = invariant({
  name: 'I-05',
  says: 'autoDelete is off after every step, and the device name is the name of the disk',
  on: ['sent', 'line'],
  watch: (watching) => (entry) => {
    const { judged, violated } = watching;
    if (entry.kind === 'line') judgeDone(watching, entry.line);
    const call = computeWrite(entry);
    if (!call) return;
    if (call.path.endsWith('/attachDisk')) {
      judged();
      const { source, autoDelete, deviceName, forceAttach } = bodyOf(call);
      if (autoDelete !== false) violated(`${call.path} asks for autoDelete \`${autoDelete}\``);
      if (deviceName !== nameIn(String(source))) violated(`${call.path} calls the device ${deviceName}, not ${source}`);
      if (forceAttach || queryOf(call, 'forceAttach')) violated(`${call.path} attaches by force (D-14)`);
    }
    if (call.path.endsWith('/setDiskAutoDelete')) {
      judged();
      if (queryOf(call, 'autoDelete') !== 'false') violated(`${call.path} turns autoDelete on`);
    }
  },
});

/** Of a step that is called done: as its run saw the VM when it last looked (D-15). */
function judgeDone({ view, judged, violated }: Watching, line: JsonObject): void {
  const { message, state, kind, target } = line;
  if (message !== 'outcome' || state !== 'done' || !/^(attach|keep)-disk$/.test(String(kind))) return;
  const { instance } = (intentOf(view, line)?.action ?? {}) as { instance?: InstanceIdentity };
  if (!instance) return;
  const path = referencePath(instance.reference);
  const position = lastSeen(view, line, path);
  if (position === undefined) return;
  judged();
  const { disks = [] } = view.resource('instances', path, position) ?? {};
  const held = disks.find(({ source }) => nameIn(source) === nameIn(String(target)));
  if (!held || held.autoDelete)
    violated(`${kind} ${target} is done, and was seen ${held ? 'with autoDelete on' : 'attached no more'}`);
}
