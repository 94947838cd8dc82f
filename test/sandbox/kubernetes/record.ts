import { writeFileSync } from 'node:fs';
import { startApiServer } from '../../real-api-server.ts';
import { type Answer, inNamespace, play } from './answers.ts';
import { scenarios } from './scenarios.ts';

/** Writes recorded.jsonl anew from a real API server: `node test/sandbox/kubernetes/record.ts`, with KUBEBUILDER_ASSETS. */
const server = await startApiServer();
const lines: string[] = [];
for (const [title, steps] of Object.entries(scenarios)) {
  const answers: Answer[] = await play({ url: server.server, ...server }, [inNamespace, ...steps]);
  lines.push(JSON.stringify([title, answers.slice(1)]));
}
await server.stop();
writeFileSync(new URL('recorded.jsonl', import.meta.url), `${lines.join('\n')}\n`);
