import type { Command, CommandKind } from './command.ts';
import type { PlannedFault } from './faults.ts';
import type { Script } from './script.ts';
import type { DiskShape, WorldShape } from './shape.ts';

/** `pick`s of the first things there are. */
const spoken: Record<string, { kind: CommandKind; pick: number; after?: number }> = {
  'resize down': { kind: 'resize a group', pick: 0.01 },
  'stop the holder': { kind: 'stop a VM', pick: 0 },
  'a minute passes': { kind: 'time passes', pick: 0, after: 60_000 },
};

export const aDisk: DiskShape = {
  name: 'foodata',
  group: 'minions',
  zone: 'us-central1-a',
  begins: 'free',
  content: 'data',
  formatIfBlank: false,
  isNew: false,
  isDeclared: true,
  owner: null,
  isProtected: false,
  autoDelete: false,
};

/** Short stories, each about one thing that Underpin does: they are walked through with a fault at every request. */
export const scenarios: Record<string, Script> = {
  'a VM is added': aScript({ shape: aShape({ filled: 1 }), commands: ['send an event'] }),
  'a VM is gone for good': aScript({ shape: aShape({}), commands: ['resize down', 'send an event'] }),
  'a VM comes back under its name': aScript({ shape: aShape({}), commands: ['delete a VM', 'a minute passes'] }),
  'a disk follows its node': aScript({ shape: aShape({ disk: { begins: 'free' } }), commands: ['send an event'] }),
  'a disk leaves a stopped VM': aScript({
    shape: aShape({ disk: { begins: 'mounted' } }),
    commands: ['stop the holder', 'send an event', 'a minute passes'],
  }),
  'a disk is created and formatted': aScript({
    shape: aShape({ disk: { begins: 'absent', content: 'blank', formatIfBlank: true, isNew: true } }),
    commands: ['plan and apply', 'send an event'],
  }),
  'autoDelete is turned off by a repair': aScript({
    shape: aShape({ disk: { begins: 'mounted', autoDelete: true } }),
    commands: ['plan and apply'],
  }),
  'a firewall is mended by a repair': aScript({
    shape: { ...aShape({}), isExposed: true },
    commands: ['edit the firewall', 'plan and apply'],
  }),
};

export function aScript({ shape, commands }: { shape: WorldShape; commands: string[] }): Script {
  return {
    seed: 1,
    shape,
    skews: [0],
    faults: [],
    mail: [],
    commands: commands.map((words): Command => {
      const known = spoken[words] ?? { kind: words as CommandKind, pick: 0 };
      return { after: 8000, ...known };
    }),
  };
}

export function aShape({ filled = 3, disk }: { filled?: number; disk?: Partial<DiskShape> }): WorldShape {
  return {
    groups: [{ name: 'minions', zone: 'us-central1-a', size: 3 }],
    pools: [{ name: 'nodes', groups: ['minions'], minimumMembers: 1, filled, isForeign: false }],
    disks: disk ? [{ ...aDisk, ...disk }] : [],
    mode: 'apply',
    waitSeconds: 0,
    restartPods: false,
    isExposed: false,
    limits: {},
    staleMembers: 'keep',
    repeatedMember: 'refuse',
    conflicts: 'at once',
    references: 'v1',
  };
}

/** The same story with one more thing that goes wrong. */
export function withFaults(script: Script, ...faults: PlannedFault[]): Script {
  return { ...script, faults };
}
