/** Whole value, in words that JavaScript, JSON schemas and RE2 (the admission policy) read alike. */
export const mountOptionPattern =
  '(?:defaults|(?:no|rel|lazy|strict)atime|nodiratime|(?:no)?lazytime|(?:no)?discard|nosuid|nodev|noexec|sync|dirsync|' +
  '(?:no)?barrier|barrier=[01]|commit=[0-9]{1,4}|data=(?:journal|ordered|writeback)|errors=(?:remount-ro|continue|panic)|' +
  '(?:no)?user_xattr|(?:no)?acl|inode(?:32|64)|largeio|logbufs=[0-9]|logbsize=[0-9]{1,3}k?|allocsize=[0-9]{1,4}[kmg]?|' +
  'stripe=[0-9]{1,5}|noquota|quota|[ugp](?:rj)?quota|prjquota|max_batch_time=[0-9]{1,6}|min_batch_time=[0-9]{1,6})';

export const mountOptionsMost = 16;
export const mountOptionWords =
  'a mount option that docs/mounts.md lists, such as noatime: leave out others, also `nofail` (fstab gets it anyway) and `ro` and `rw` (`mode` says which)';
