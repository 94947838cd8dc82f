import type { Command } from 'commander';
import { Option } from 'commander';
import { ApiError, RefusedError } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Patience } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { callerToken } from './caller-token.ts';
import type { ExitStatus } from './exit.ts';

export interface DeployedOptions {
  url?: string;
  impersonate?: string;
}

/** How long each may take, as it is deployed (infra/terraform/functions.tf). */
export const deployedSeconds = { 'drift-audit': 1800, 'manual-repair': 900 };
export type DeployedFunction = keyof typeof deployedSeconds;
/** So that it says itself that its time is over. */
const spareSeconds = 10;

export function addDeployedOptions(command: Command, functionName: DeployedFunction): Command {
  return command
    .addOption(new Option('--url <url>', `ask the deployed ${functionName} instead of working from here`))
    .option('--impersonate <account>', 'with --url: ask as this service account, which your own account may use');
}

export interface DeployedAnswer {
  text: string;
  exitStatus: ExitStatus;
}

export interface Question {
  of: DeployedFunction;
  method: 'GET' | 'POST';
  accept: string;
  body?: JsonObject;
}

/** Asks a deployed function with the caller's identity token. Throws with the function's own words when it refuses. */
export async function askDeployed(
  { url, impersonate }: DeployedOptions & { url: string },
  question: Question,
  world: World,
): Promise<DeployedAnswer> {
  const headers = new Headers({ accept: question.accept, ...(await authorization(url, impersonate, world)) });
  const limitSeconds = deployedSeconds[question.of] + spareSeconds;
  const init: RequestInit & Patience = { method: question.method, headers, limitSeconds };
  if (question.body) {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(question.body);
  }
  const response = await world.transport(url, init).catch((error: unknown) => {
    throw new ApiError(`${url} does not answer: ${rootMessage(error)}`, 0, 'unreachable', { cause: error });
  });
  const text = await response.text();
  const status = Number(response.headers.get('underpin-exit-status') ?? Number.NaN);
  if (!Number.isNaN(status)) return { text, exitStatus: status as ExitStatus };
  throw new RefusedError(`${url} answered ${response.status}: ${refusalIn(text)}`, response.status);
}

/** A token never travels in the clear; a function on this machine lets one in without. */
async function authorization(
  url: string,
  impersonate: string | undefined,
  world: World,
): Promise<Record<string, string>> {
  const { protocol, hostname } = urlOf(url);
  if (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return {};
  if (protocol !== 'https:') throw new RefusedError(`\`${url}\` is not https: a token is not sent over it`);
  const token = `Bearer ${await callerToken(url, impersonate, world)}`;
  // Cloud Run checks the first and leaves the second for the function (docs/deploy.md).
  return { 'x-serverless-authorization': token, authorization: token };
}

function urlOf(url: string): URL {
  if (!URL.canParse(url))
    throw new RefusedError(`--url \`${url}\` is no URL: give the address of the function, as https://…`);
  return new URL(url);
}

function refusalIn(text: string): string {
  try {
    return String((JSON.parse(text) as { error?: string }).error ?? text);
  } catch {
    return text.trim().slice(0, 300);
  }
}

function rootMessage(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Error) return rootMessage(error.cause);
  return error instanceof Error ? error.message : String(error);
}
