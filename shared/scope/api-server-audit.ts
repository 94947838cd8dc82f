import { objectAt, textAt, valueAt } from './foreign.ts';

/**
 * What an API server of one's own writes (audit.k8s.io), bare or shipped as a jsonPayload, told as the entry that GKE makes
 * of it in Cloud Logging. `null`: no such event.
 */
export function asAuditEntry(body: object): object | null {
  const event = [objectAt(body, 'jsonPayload'), body].find(isAuditEvent);
  if (!event) return null;
  const said = (key: string) => textAt(event, 'objectRef', key);
  const group = said('apiGroup') ?? 'core';
  const words = [group, 'v1', said('resource'), said('subresource'), textAt(event, 'verb')];
  return {
    ...body,
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: `io.k8s.${words.filter((word) => word !== null).join('.')}`,
      resourceName: `${group}/v1/${said('resource')}/${said('name') ?? ''}`,
      status: unansweredAt(textAt(event, 'stage')),
      request: valueAt(event, 'requestObject'),
      response: {
        ...objectAt(event, 'responseObject'),
        code: valueAt(event, 'responseStatus', 'code'),
        message: valueAt(event, 'responseStatus', 'message'),
      },
    },
    timestamp: textAt(event, 'stageTimestamp') ?? textAt(body, 'timestamp'),
  };
}

function isAuditEvent(value: object | null): value is object {
  return value !== null && (textAt(value, 'apiVersion') ?? '').startsWith('audit.k8s.io/');
}

/** One request is told at several stages; before the last nothing is known to have happened. */
function unansweredAt(stage: string | null): object {
  return stage === 'ResponseComplete' ? {} : { code: 1, message: `stage ${stage}, so it was not answered yet` };
}
