import type { Call } from '../call.ts';
import type { JsonObject } from '../json.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireTarget } from '../reference-input.ts';
import { ComputeState } from '../state.ts';
import type { Method } from './method.ts';

export const maintenance: Record<string, Method> = {
  'instances.simulateMaintenanceEvent': simulate,
  'instances.getSerialPortOutput': (call) => {
    const { selfLink } = requireTarget(call, 'instances');
    return {
      kind: 'compute#serialPortOutput',
      selfLink: `${selfLink}/serialPort`,
      contents: '',
      start: '0',
      next: '0',
    };
  },
};

/** How one asks the real API for a preemption, too: what happens is what the scheduling of the VM says. */
function simulate(call: Call): JsonObject {
  const { world, target } = call;
  const { id, scheduling } = requireTarget(call, 'instances');
  const state = new ComputeState(world);
  const finish = () => {
    if (scheduling.preemptible === true) state.preempt(target);
    else if (scheduling.onHostMaintenance === 'TERMINATE') state.terminateOnHostMaintenance(target);
    else state.migrateOnHostMaintenance(target);
  };
  return startOperation(orderOf(call), { target, targetId: id, finish });
}
