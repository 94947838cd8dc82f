/** Nothing is ever mounted at these or below them: the node itself lives there. The script holds the same list. */
export const systemTrees: readonly string[] = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home/kubernetes',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/mnt/stateful_partition',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/cache',
  '/var/lib/cloud',
  '/var/lib/cni',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/google',
  '/var/lib/kubelet',
  '/var/lib/systemd',
  '/var/lib/toolbox',
  '/var/log',
  '/var/run',
  '/var/tmp',
];

/** Not at these; below them is fine. */
export const systemFolders: readonly string[] = [
  '/',
  '/home',
  '/media',
  '/mnt',
  '/mnt/disks',
  '/opt',
  '/srv',
  '/tmp',
  '/var',
  '/var/lib',
];

/** Whole value, in words that JavaScript, JSON schemas and RE2 (the admission policy) read alike. */
export const mountPathPattern = '(?:/[A-Za-z0-9_][-._A-Za-z0-9]{0,62}){1,8}';
export const mountPathWords =
  'an absolute path of at most 8 folders, such as /mnt/foodata, each of letters, digits, `_`, `-` and `.`, and not beginning with `-` or `.`';

/**
 * `undefined`, or why nothing is mounted there. Asked when the declaration is read, and again before the Job is made: by
 * then the disk is attached, and the proof that it is blank (D-06) gone.
 */
export function whyNotMountAt(path: string): string | undefined {
  if (systemFolders.includes(path))
    return 'it belongs to the node: use a folder of its own, such as /mnt/disks/foodata';
  const tree = systemTrees.find((root) => isAtOrBelow(path, root));
  if (tree) return `it is in \`${tree}\`, which belongs to the node: use a path such as /mnt/disks/foodata`;
  return new RegExp(`^${mountPathPattern}$`).test(path) ? undefined : `expected ${mountPathWords}`;
}

export function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
