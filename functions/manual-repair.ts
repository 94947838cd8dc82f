import type { HttpFunction } from '@google-cloud/functions-framework';
import { plansInMemory } from '../shared/known-plans.ts';
import { serveRepair } from '../shared/repair.ts';
import { readRequest } from '../shared/scope/request.ts';
import type { World } from '../shared/world.ts';
import { callerCheck } from './caller-check.ts';
import { openApi } from './open-api.ts';
import { checkRequest, InvalidRequest, isForDescription } from './repair-request.ts';
import { sendRepair, sendRepairError } from './send-repair.ts';

/** A person or a script asks for a plan, reads it, and has exactly that one applied by its hash. */
export function manualRepair(world: World): HttpFunction {
  const plans = plansInMemory();
  const identify = callerCheck(world);
  return async (request, response) => {
    try {
      if (isForDescription(request)) return void response.json(openApi());
      checkRequest(request);
      const caller = await identify(request);
      const wanted = readRequest(request.body);
      if ('error' in wanted) throw new InvalidRequest(wanted.error);
      const named = { ...world, log: world.log.with({ trigger: 'manual-repair', caller }) };
      sendRepair(await serveRepair(wanted, { world: named, plans }), request, response);
    } catch (error) {
      sendRepairError(error, { request, response, log: world.log });
    }
  };
}
