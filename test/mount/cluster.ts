import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Job } from '@kubernetes/client-node';
import { mountNamespace } from '../../shared/mount/job.ts';
import type { ApiServer } from '../real-api-server.ts';

interface Answer {
  status: number;
  body: V1Job & { message?: string };
}

const paths: Record<string, string> = {
  Namespace: '/api/v1/namespaces',
  RoleBinding: `/apis/rbac.authorization.k8s.io/v1/namespaces/${mountNamespace}/rolebindings`,
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
};

/** A real API server, asked as its administrator or in the name of a user. */
export class Cluster {
  readonly jobs = `/apis/batch/v1/namespaces/${mountNamespace}/jobs`;
  readonly pods = `/api/v1/namespaces/${mountNamespace}/pods`;
  readonly #api: ApiServer;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  createJob(user: string | undefined, job: V1Job): Promise<Answer> {
    return this.post(user, this.jobs, job);
  }

  createPod(user: string | undefined, pod: object): Promise<Answer> {
    return this.post(user, this.pods, pod);
  }

  post(user: string | undefined, path: string, body?: object): Promise<Answer> {
    return this.#ask(user, path, { method: 'POST', body: JSON.stringify(body ?? {}) });
  }

  patch(user: string | undefined, path: string, body: object): Promise<Answer> {
    const type = 'application/strategic-merge-patch+json';
    return this.#ask(user, path, { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': type } });
  }

  async mustCreate(object: object): Promise<void> {
    const { status, body } = await this.post(undefined, paths[String(Reflect.get(object, 'kind'))] ?? '', object);
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  /** A policy takes a moment until it is in force. */
  async until(isTrue: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (await isTrue()) return;
      await sleep(200);
    }
    throw new Error('the policy was not in force within 20 s');
  }

  stop(): Promise<void> {
    return this.#api.stop();
  }

  async #ask(user: string | undefined, path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#api.token}`);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    if (user) headers.set('impersonate-user', user);
    const answer = await this.#api.transport(`${this.#api.server}${path}`, {
      ...init,
      headers: Object.fromEntries(headers),
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }
}
