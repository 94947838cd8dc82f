import type { HttpFunction } from '@google-cloud/functions-framework';
import { auditAll } from '../shared/audit.ts';
import { messageOf } from '../shared/errors.ts';
import type { World } from '../shared/world.ts';
import { sendAudit } from './send-audit.ts';

/** The nightly tick, or anybody with a browser: the same loop with apply off, over all clusters. */
export function driftAudit(world: World): HttpFunction {
  return async (request, response) => {
    try {
      await sendAudit(await auditAll(world), request, response);
    } catch (error) {
      world.log.error('the audit did not run', { why: messageOf(error) });
      response.status(500).json({ error: messageOf(error) });
    }
  };
}
