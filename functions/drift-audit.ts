import type { HttpFunction } from '@google-cloud/functions-framework';
import { messageOf } from '../shared/errors.ts';
import { auditWithHistory, nightlyAudit } from '../shared/nightly.ts';
import type { World } from '../shared/world.ts';
import { sendAudit } from './send-audit.ts';

/** The nightly tick (POST) is kept and published; anybody with a browser (GET) only looks. The same loop, with apply off. */
export function driftAudit(world: World): HttpFunction {
  return async (request, response) => {
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) {
      response
        .status(405)
        .set('Allow', 'GET, HEAD, POST')
        .json({ error: `\`${request.method}\` is not served: use GET or POST` });
      return;
    }
    try {
      const audit = await (request.method === 'POST' ? nightlyAudit(world) : auditWithHistory(world));
      sendAudit(audit, request, response);
    } catch (error) {
      world.log.error('the audit did not run', { why: messageOf(error) });
      response.status(500).json({ error: messageOf(error) });
    }
  };
}
