import type { RoleName } from '../roles.ts';

/** What the Terraform module was given, and by which everything it made is named. */
export interface Deployment {
  project: string;
  region: string;
  /** The prefix: `underpin` unless told. */
  name: string;
}

export const functionNames = ['node-change', 'drift-audit', 'manual-repair'] as const;
export type FunctionName = (typeof functionNames)[number];

/** `underpin-auditor@my-project.iam.gserviceaccount.com`; of `example.com:home` it is `home.example.com`. */
export function accountOf({ project, name }: Deployment, account: string): string {
  return `${name}-${account}@${project.split(':').reverse().join('.')}.iam.gserviceaccount.com`;
}

export function roleOf({ name }: Deployment, role: RoleName): string {
  return `${name.replaceAll('-', '_')}_${role}`;
}

export function wiringNames({ project, region, name }: Deployment) {
  return {
    schedule: `projects/${project}/locations/${region}/jobs/${name}-drift-audit`,
    subscription: `projects/${project}/subscriptions/${name}-node-change`,
    deadLetterSubscription: `projects/${project}/subscriptions/${name}-node-change-dead-letter`,
  };
}

export function sinkOf({ name }: Deployment, project: string): string {
  return `projects/${project}/sinks/${name}-nodes`;
}

/** Lets whoever sits here ask as the account. */
export function borrowing(account: string, { project }: Deployment): string {
  return `gcloud iam service-accounts add-iam-policy-binding ${account} --project=${project} --role=roles/iam.serviceAccountTokenCreator --member="user:$(gcloud config get account)"`;
}
