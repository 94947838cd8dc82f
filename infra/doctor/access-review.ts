import type { KubernetesAccess } from '../../shared/kubernetes-access.ts';
import type { Attempt } from '../kubernetes/never-allowed.ts';

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Which of these the caller may not do, and which it may, by the API server's own word; a few questions at a time. */
export async function reviewAttempts(
  { server, transport }: KubernetesAccess,
  attempts: readonly Attempt[],
): Promise<{ allowed: Attempt[]; refused: Attempt[] }> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(8);
  const mayDo = async (attempt: Attempt): Promise<boolean> => {
    const response = await transport(server.replace(/\/+$/, '') + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: attempt },
      }),
    });
    return ((await response.json()) as { status: { allowed: boolean } }).status.allowed;
  };
  const answers = await Promise.all(attempts.map((attempt) => limit(() => mayDo(attempt))));
  return {
    allowed: attempts.filter((_, at) => answers[at]),
    refused: attempts.filter((_, at) => !answers[at]),
  };
}
