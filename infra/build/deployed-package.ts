/** An npm lock file, as far as it is looked into here. */
export interface Lock {
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
}

interface LockedPackage {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  [key: string]: unknown;
}

export interface DeployedPackage {
  manifest: object;
  lock: object;
}

/** package.json and lock of the directory to deploy: what is bundled is no dependency, what is installed is locked. */
export function deployedPackage(version: string, installed: readonly string[], lock: Lock): DeployedPackage {
  const dependencies = Object.fromEntries(installed.map((name) => [name, versionOf(name, lock)]));
  const manifest = {
    name: 'underpin-functions',
    version,
    private: true,
    type: 'module',
    main: 'index.mjs',
    engines: { node: '>=22' },
    dependencies,
  };
  const { name, engines } = manifest;
  const packages = { '': { name, version, dependencies, engines }, ...lockedBy(installed, lock) };
  return { manifest, lock: { name, version, lockfileVersion: lock.lockfileVersion, requires: true, packages } };
}

function versionOf(name: string, { packages }: Lock): string {
  const version = packages[`node_modules/${name}`]?.version;
  if (!version) throw new Error(`package-lock.json has no \`${name}\`: run npm install first`);
  return version;
}

function lockedBy(installed: readonly string[], { packages }: Lock): Record<string, LockedPackage> {
  const reached = new Set<string>();
  const visit = (name: string, from: string) => {
    const path = locate(name, from, packages);
    if (path === null || reached.has(path)) return;
    reached.add(path);
    const { dependencies, optionalDependencies } = packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, path);
  };
  for (const name of installed) visit(name, '');
  return Object.fromEntries([...reached].sort().map((path) => [path, packages[path] ?? {}]));
}

/** Node looks beside the package first, then outwards. */
function locate(name: string, from: string, packages: Lock['packages']): string | null {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (packages[path]) return path;
  return from === '' ? null : locate(name, from.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, ''), packages);
}
