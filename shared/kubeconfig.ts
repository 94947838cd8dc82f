import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';

type Library = Pick<typeof import('@kubernetes/client-node'), 'KubeConfig'>;

/**
 * `KUBECONFIG` as kubectl reads it: several files, some of which need not be there; what stands in two of them is taken
 * from the first. Throws when none can be read.
 */
export function readKubeconfig(files: string, library: Library): KubeConfig {
  const named = files.split(delimiter).filter(Boolean);
  const present = named.filter((file) => existsSync(file));
  const [first = files, ...others] = present.length > 0 ? present : named;
  const config = readOne(first, library);
  for (const file of others) addMissing(config, readOne(file, library));
  return config;
}

function readOne(file: string, { KubeConfig }: Library): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

function addMissing(config: KubeConfig, other: KubeConfig): void {
  config.clusters = firstOf(config.clusters, other.clusters);
  config.users = firstOf(config.users, other.users);
  config.contexts = firstOf(config.contexts, other.contexts);
  if (!config.currentContext) config.setCurrentContext(other.currentContext);
}

function firstOf<T extends { name: string }>(known: T[], others: T[]): T[] {
  return [...known, ...others.filter(({ name }) => !known.some((one) => one.name === name))];
}
