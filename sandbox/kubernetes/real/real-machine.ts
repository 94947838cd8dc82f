import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningNode } from '../controllers/node-keeper.ts';
import type { AttachedDevice } from '../vm.ts';
import { LoopDevice } from './loop-device.ts';
import { type Ended, NodeNamespace } from './node-namespace.ts';

/** One boot of one VM: its own files and mounts, and a loop device for each disk it has just now. */
export class RealMachine {
  readonly bootID: string;
  readonly files: NodeNamespace;
  readonly #devices = new Map<string, LoopDevice>();

  static async boot({ bootID }: RunningNode): Promise<RealMachine> {
    return new RealMachine(bootID, await NodeNamespace.start(bootID));
  }

  private constructor(bootID: string, files: NodeNamespace) {
    this.bootID = bootID;
    this.files = files;
  }

  /** Attaches what is there and not here, detaches the rest. `folder` holds the disks' contents. */
  follow(disks: readonly AttachedDevice[], folder: string, fill: (image: string) => void = () => undefined): void {
    const wanted = new Map(disks.filter(({ boot }) => !boot).map((disk) => [keyOf(disk), disk]));
    for (const [key, device] of this.#devices) if (!wanted.has(key)) this.#detach(key, device);
    for (const [key, disk] of wanted)
      if (!this.#devices.has(key)) this.#devices.set(key, this.#attach(disk, folder, fill));
  }

  run(command: readonly string[]): Promise<Ended> {
    return this.files.runLater(command);
  }

  async stop(): Promise<void> {
    await this.files.stop();
    for (const device of this.#devices.values()) device.release();
  }

  #attach(disk: AttachedDevice, folder: string, fill: (image: string) => void): LoopDevice {
    const image = join(folder, `${disk.diskId}.img`);
    const isNew = !existsSync(image);
    writeFileSync(image, '', { flag: 'a' });
    truncateSync(image, disk.sizeBytes);
    if (isNew) fill(image);
    return new LoopDevice(this.files, { image, deviceName: disk.deviceName, readOnly: disk.mode === 'READ_ONLY' });
  }

  #detach(key: string, device: LoopDevice): void {
    device.detach();
    this.#devices.delete(key);
  }
}

function keyOf({ diskId, deviceName, mode, sizeBytes }: AttachedDevice): string {
  return `${diskId}/${deviceName}/${mode}/${sizeBytes}`;
}
