import { parseArgs } from 'node:util';
import { readConfig } from '../shared/config.ts';
import { messageOf } from '../shared/errors.ts';
import { serve } from './serve.ts';
import { playStory } from './story/story.ts';

const usage = `npm start                 plays a story of node changes and ends by itself
npm start -- --serve      serves the cloud and the functions, and prints their end points as one line of JSON
    --port=N              of Compute Engine; a free one unless told
    --speed=N             how much faster than real time the cloud works (1)
    --real-mounts         nodes mount real loop devices; as root on Linux`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      serve: { type: 'boolean' },
      port: { type: 'string' },
      speed: { type: 'string' },
      'real-mounts': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  if (values.serve)
    return serve({
      port: values.port ?? '0',
      speed: values.speed ?? '1',
      realMounts: values['real-mounts'] ?? false,
    });
  const colour = process.stdout.isTTY === true && readConfig().colour;
  await playStory({
    colour,
    write: (line) => console.log(line),
    reportFile: 'reports/story.html',
    replacementFile: 'reports/replacement.html',
  });
}

/** What is wrong and what to do, without a stack trace. */
function hintFor(error: unknown): string {
  const { code } = error as { code?: string };
  return code?.startsWith('ERR_PARSE_ARGS') ? `${messageOf(error)}\n\n${usage}` : messageOf(error);
}

try {
  await main();
} catch (error) {
  console.error(hintFor(error));
  process.exitCode = 2;
}
