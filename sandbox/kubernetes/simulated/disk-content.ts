/** What is on a disk, as blkid, fsck and a reader would find it. */
export interface DiskContent {
  /** `blank`: zeros from end to end. `unknown`: bytes that blkid has no name for. */
  kind: 'blank' | 'signature' | 'partition-table' | 'unknown' | 'ambivalent';
  /** blkid's TYPE or PTTYPE: `ext4`, `xfs`, `LVM2_member`, `crypto_LUKS`, `swap`, `linux_raid_member`, `gpt` … */
  type: string;
  uuid: string | null;
  filesystemBytes: number;
  /** It was not cleanly unmounted: its journal has to be replayed. */
  isDirty: boolean;
  isSuperblockDamaged: boolean;
  /** What `e2fsck -p` ends with. */
  fsckStatus: number;
  /** By path from its root. */
  files: Map<string, string>;
}

export function blankContent(): DiskContent {
  return {
    kind: 'blank',
    type: '',
    uuid: null,
    filesystemBytes: 0,
    isDirty: false,
    isSuperblockDamaged: false,
    fsckStatus: 0,
    files: new Map(),
  };
}

/** A filesystem with data on it, or whatever else blkid knows. */
export function contentOf(type: string, details: Partial<DiskContent> = {}): DiskContent {
  const kind = type === 'gpt' || type === 'dos' ? 'partition-table' : 'signature';
  return { ...blankContent(), kind, type, uuid: '5d6e7a52-7f4e-4f0e-9d5c-0c1f2b3a4d5e', ...details };
}

/** The contents of all disks, by source; a disk made anew under the same name is blank. */
export class SimulatedDisks {
  readonly #contents = new Map<string, { diskId: string | undefined; content: DiskContent }>();

  /** Of a disk that may not be attached yet. */
  set(source: string, content: DiskContent): void {
    this.#contents.set(source, { diskId: this.#contents.get(source)?.diskId, content });
  }

  get(source: string): DiskContent | undefined {
    return this.#contents.get(source)?.content;
  }

  contentOf({ source, diskId }: { source: string; diskId: string }): DiskContent {
    const known = this.#contents.get(source);
    if (known && (known.diskId === undefined || known.diskId === diskId)) {
      known.diskId = diskId;
      return known.content;
    }
    const content = blankContent();
    this.#contents.set(source, { diskId, content });
    return content;
  }
}
