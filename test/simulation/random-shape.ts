import type { DiskShape, GroupShape, PoolShape, WorldShape } from './shape.ts';
import { zones } from './shape.ts';

/** Three of five worlds are as they should be when the story begins: what goes wrong there comes of the story. */
export function randomShape(chance: () => number): WorldShape {
  const shape = anyShape(chance);
  return chance() < 0.4 ? shape : settled(shape);
}

function settled(shape: WorldShape): WorldShape {
  return {
    ...shape,
    pools: shape.pools.map((pool) => ({ ...pool, filled: mostNodes })),
    disks: shape.disks.map((disk) => ({
      ...disk,
      begins: 'mounted',
      content: 'data',
      isNew: false,
      autoDelete: false,
    })),
  };
}

const mostNodes = 6;

/** Two to six nodes, one to three pools, up to two disks. */
function anyShape(chance: () => number): WorldShape {
  const pick = <T>(...of: T[]) => of[Math.floor(chance() * of.length)] as T;
  const groups = randomGroups(chance);
  const pools = randomPools(chance, groups);
  return {
    groups,
    pools,
    disks: Array.from({ length: Math.floor(chance() * 2.2) }, (_, index) => randomDisk(chance, groups, index)),
    mode: chance() < 0.06 ? 'observe' : 'apply',
    waitSeconds: pick(0, 0, 0, 10),
    restartPods: chance() < 0.2,
    isExposed: chance() < 0.25,
    limits: {
      ...(chance() < 0.3 && { removalsPerPass: pick<string | number>('50%', 2, '100%') }),
      ...(chance() < 0.3 && { stopWhenMissing: pick<string | number>('60%', 1, '100%') }),
      ...(chance() < 0.1 && { mutationsPerHour: pick(3, 6) }),
    },
    staleMembers: pick('keep', 'keep', 'vanish'),
    repeatedMember: pick('accept', 'refuse'),
    conflicts: pick('at once', 'by operation'),
    references: pick('v1', 'v1', 'beta'),
  };
}

/** Mostly small: that shows the same in less time, as planted bugs tell. */
function randomGroups(chance: () => number): GroupShape[] {
  const first = { name: 'minions', zone: zones[0], size: 2 + Math.floor(chance() * chance() * 3) };
  if (chance() < 0.6) return [first];
  return [
    first,
    { name: 'burst', zone: zones[Math.floor(chance() * 2)] ?? zones[1], size: 1 + Math.floor(chance() * 2) },
  ];
}

function randomPools(chance: () => number, groups: GroupShape[]): PoolShape[] {
  const count = 1 + Math.floor(chance() * chance() * 3);
  return Array.from({ length: count }, (_, index) => {
    const own = index === 0 || chance() < 0.5 ? groups : groups.slice(0, 1);
    const size = own.reduce((sum, group) => sum + group.size, 0);
    return {
      name: index === 0 ? 'nodes' : `nodes-${index}`,
      groups: own.map(({ name }) => name),
      minimumMembers: chance() < 0.3 ? 2 : 1,
      filled: chance() < 0.7 ? size : Math.floor(chance() * size),
      isForeign: index > 0 && chance() < 0.25,
    };
  });
}

function randomDisk(chance: () => number, groups: GroupShape[], index: number): DiskShape {
  const group = groups[Math.floor(chance() * groups.length)] ?? { name: 'minions', zone: zones[0] };
  const begins =
    (['mounted', 'mounted', 'attached', 'free', 'free', 'absent'] as const)[Math.floor(chance() * 6)] ?? 'free';
  const isUsed = begins === 'mounted' || begins === 'attached';
  const content =
    isUsed || chance() < 0.4
      ? 'data'
      : ((['blank', 'blank', 'unknown', 'gpt'] as const)[Math.floor(chance() * 4)] ?? 'blank');
  return {
    name: index === 0 ? 'foodata' : 'worlds',
    group: group.name,
    zone: group.zone,
    begins,
    content,
    formatIfBlank: chance() < 0.5,
    isNew: content === 'blank' && chance() < 0.6,
    isDeclared: chance() < 0.85,
    owner: chance() < 0.08 ? 'PersistentVolume' : null,
    isProtected: chance() < 0.06,
    autoDelete: isUsed && chance() < 0.1,
  };
}
