import { disk, pool, vm, zone } from './a-home.ts';

export const attach = {
  path: `${vm}/attachDisk`,
  body: JSON.stringify({ source: disk, deviceName: 'foodata', autoDelete: false }),
};

const membersOf = (names: string[]) =>
  JSON.stringify({ instances: names.map((name) => ({ instance: `${zone}/instances/${name}` })) });

export const addition = (...names: string[]) => ({ path: `${pool}/addInstance`, body: membersOf(names) });
export const removal = (...names: string[]) => ({ path: `${pool}/removeInstance`, body: membersOf(names) });
