import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JsonObject } from '../../shared/model/json.ts';
import type { Stage } from './story.ts';

export const operator = 'ops@example.com';
export const audience = 'https://manual-repair.home.internal';

/** Lines of the report, as at a terminal; the page is written to a file. */
export async function audit({ clock, functions }: Stage, reportFile: string): Promise<string[]> {
  const ask = (accept: string) => clock.drive(fetchText(functions.driftAudit, { headers: { accept } }));
  keepPage(reportFile, await ask('text/html'));
  return (await ask('text/plain')).trimEnd().split('\n');
}

export function keepPage(file: string, page: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
}

export interface RepairAnswer {
  hash: string;
  actions?: { kind: string; target: string; why: string }[];
  blocked?: { kind: string; target: string; blockedBy: string }[];
}

export async function repair({ clock, functions, home }: Stage, body: JsonObject): Promise<RepairAnswer> {
  const token = home.cloud.accounts.identityToken({ audience, email: operator });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await clock.drive(
    fetchText(functions.manualRepair, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
  return JSON.parse(answer);
}

async function fetchText(url: string, init: RequestInit): Promise<string> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${answer.status} ${text}`);
  return text;
}
