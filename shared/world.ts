import { type Config, readConfig } from './config.ts';
import { type Credentials, fixedCredentials, googleCredentials } from './credentials.ts';
import type { Declarations } from './declared/declared.ts';
import { jsonLog, type Log } from './log.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { fetchTransport, type Transport } from './transport.ts';

/** What surrounds a run: built once where the process starts, handed down, never reached for. */
export interface World {
  config: Config;
  runtime: Runtime;
  transport: Transport;
  credentials: Credentials;
  log: Log;
  /** In place of reading the configured directory or bucket. */
  declarations?: () => Promise<Declarations>;
}

export function realWorld(config: Config = readConfig()): World {
  return {
    config,
    runtime: systemRuntime,
    transport: fetchTransport(),
    credentials: isEmulated(config) ? fixedCredentials('emulated') : googleCredentials(),
    log: jsonLog((line) => process.stdout.write(line)),
  };
}

/** A cloud on this machine knows nobody's token, and none is sent in the clear. */
function isEmulated({ computeEndpoint }: Config): boolean {
  return computeEndpoint?.startsWith('http:') ?? false;
}
