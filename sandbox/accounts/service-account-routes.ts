import { parameter, type Route, type ServiceCall } from '../service/call.ts';
import { ServiceFailure } from '../service/failure.ts';
import { type Grants, policyRoutes } from '../service/policy.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { IdentityTokenFacts } from './identity-token.ts';

export interface ServiceAccountState {
  tokens: AccessTokens;
  sign(facts: IdentityTokenFacts): string;
  grants: Grants;
  now(): number;
}

const account = 'projects/*/serviceAccounts/*';

/** Whether somebody may act as a service account, and tokens of it (IAM and IAM Credentials). */
export function serviceAccountRoutes({ tokens, sign, grants, now }: ServiceAccountState): Route[] {
  const email = (call: ServiceCall) => parameter(call, 'name').split('/').at(-1) ?? '';
  const mayBorrow = (call: ServiceCall) => {
    const permission = 'iam.serviceAccounts.getAccessToken';
    if (grants(call.principal ?? '', permission, parameter(call, 'name'))) return;
    throw new ServiceFailure(
      'PERMISSION_DENIED',
      `Permission '${permission}' denied on resource (or it may not exist).`,
    );
  };
  return [
    ...policyRoutes({ pattern: account, version: 'v1', method: 'iam.serviceAccounts', grants }),
    {
      verb: 'POST',
      path: `/v1/{name=${account}}:generateIdToken`,
      method: 'iamcredentials.generateIdToken',
      answer: (call) => {
        mayBorrow(call);
        return { token: sign({ audience: String(call.body.audience ?? ''), email: email(call) }) };
      },
    },
    {
      verb: 'POST',
      path: `/v1/{name=${account}}:generateAccessToken`,
      method: 'iamcredentials.generateAccessToken',
      answer: (call) => {
        mayBorrow(call);
        const issued = tokens.issue(email(call));
        return {
          accessToken: issued.access_token,
          expireTime: new Date(now() + issued.expires_in * 1000).toISOString(),
        };
      },
    },
  ];
}
