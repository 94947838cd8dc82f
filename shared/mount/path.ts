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

/** `undefined`, or why nothing is mounted there. */
export function whyNotMountAt(path: string): string | undefined {
  if (systemFolders.includes(path))
    return `\`${path}\` belongs to the node: use a folder of its own, such as /mnt/disks/foodata`;
  const tree = systemTrees.find((root) => path === root || path.startsWith(`${root}/`));
  if (tree) return `\`${path}\` is in \`${tree}\`, which belongs to the node: use a path such as /mnt/disks/foodata`;
  return path.split('/').some((part) => part === '.' || part === '..') ? `\`${path}\` is not a clean path` : undefined;
}
