import { invariant } from '../invariant.ts';
import { bodyOf, computeWrite, nameIn, queryOf } from './writes.ts';

export const i05 = invariant({
  name: 'I-05',
  says: 'autoDelete is off after every step, and the device name is the name of the disk',
  on: ['sent'],
  watch:
    ({ judged, violated }) =>
    (entry) => {
      const call = computeWrite(entry);
      if (!call) return;
      if (call.path.endsWith('/attachDisk')) {
        judged();
        const { source, autoDelete, deviceName, forceAttach } = bodyOf(call);
        if (autoDelete !== false) violated(`${call.path} asks for autoDelete \`${autoDelete}\``);
        if (deviceName !== nameIn(String(source)))
          violated(`${call.path} calls the device ${deviceName}, not ${source}`);
        if (forceAttach || queryOf(call, 'forceAttach')) violated(`${call.path} attaches by force (D-14)`);
      }
      if (call.path.endsWith('/setDiskAutoDelete')) {
        judged();
        if (queryOf(call, 'autoDelete') !== 'false') violated(`${call.path} turns autoDelete on`);
      }
    },
});
