import type { Call } from '../call.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { imageLink } from '../image.ts';
import type { JsonObject } from '../json.ts';
import type { Disk } from '../kinds.ts';
import { linkTo, pathOf, scopeOf } from '../link.ts';
import { requireNewName } from '../location.ts';
import { orderOf, startOperation } from '../operation.ts';
import { readPath, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { newResource, requireAbsent } from '../resource.ts';
import type { World } from '../world.ts';
import { setLabels } from './labels.ts';
import type { Method } from './method.ts';
import { given } from './plain.ts';

export const disks: Record<string, Method> = {
  'disks.insert': insert,
  'disks.delete': remove,
  'disks.resize': resize,
  'disks.setLabels': (call) => setLabels(call, 'disks'),
};

function insert(call: Call): JsonObject {
  const { world, place, body, query } = call;
  const path = `${place}/disks/${requireNewName(body.name)}`;
  requireReplicas(call);
  const source = query.sourceImage ?? body.sourceImage;
  const image = source ? { sourceImage: imageLink(source, call.project) } : {};
  const own = { ...given({ links: ['type', 'sourceSnapshot', 'sourceDisk'] }, call), ...image };
  const disk = newDisk(world, path, own);
  return startOperation(orderOf(call), {
    target: path,
    targetId: disk.id,
    check: () => requireAbsent(world, path, disk),
    begin: () => void world.store.write<'disks'>({ ...disk, status: 'CREATING' }),
    finish: () => world.store.change('disks', path, (present) => ({ ...present, status: 'READY' })),
    done: (error) => error && world.store.remove(path),
  });
}

/** A disk as it is once it is made; empty ones are 500 GB unless told, those of an image as large as the image. */
export function newDisk(world: World, path: string, own: JsonObject): Disk {
  const place = path.slice(0, path.lastIndexOf('/disks/'));
  const blank = own.sourceImage === undefined && own.sourceSnapshot === undefined;
  const labels = own.labels ?? {};
  return {
    physicalBlockSizeBytes: '4096',
    type: linkTo(`${place}/diskTypes/pd-standard`),
    enableConfidentialCompute: false,
    ...own,
    sizeGb: typeof own.sizeGb === 'string' ? own.sizeGb : blank ? '500' : '10',
    labelFingerprint: fingerprintOf(labels),
    ...newResource(world, 'disk', path),
    status: 'READY',
  } as Disk;
}

/** A regional disk lies in exactly two zones of its region. */
function requireReplicas({ world, project, place, body }: Call): void {
  if (!scopeOf(`${place}/disks/d`).startsWith('regions/')) return;
  const zones = Array.isArray(body.replicaZones) ? body.replicaZones : [];
  if (zones.length !== 2) {
    throw refusal.invalid('resource.replicaZones', zones.join(', '), 'Exactly two replica zones must be specified.');
  }
  const paths = zones.map((zone) => zonePath(String(zone), project));
  body.replicaZones = paths.map(linkTo);
  const region = place.slice(place.lastIndexOf('/') + 1);
  const known = world.settings.regions[region] ?? [];
  const stranger = paths.find((path) => !known.includes(path.slice(path.lastIndexOf('/') + 1)));
  if (stranger) throw refusal.invalid('resource.replicaZones', stranger, `Zone must be in region '${region}'.`);
}

function zonePath(text: string, project: string): string {
  return `projects/${project}/zones/${text.slice(text.lastIndexOf('/') + 1)}`;
}

function remove(call: Call): JsonObject {
  const { world, target } = call;
  const disk = requireTarget(call, 'disks');
  return startOperation(orderOf(call), {
    target,
    targetId: disk.id,
    check: () => {
      const [user] = requireTarget(call, 'disks').users ?? [];
      if (user) throw refusal.inUse(target, pathOf(user));
    },
    finish: () => world.store.remove(target),
  });
}

function resize(call: Call): JsonObject {
  const { world, target, body } = call;
  const disk = requireTarget(call, 'disks');
  const sizeGb = String(body.sizeGb ?? '');
  return startOperation(orderOf(call), {
    target,
    targetId: disk.id,
    check: () => {
      const present = requireTarget(call, 'disks').sizeGb;
      if (Number(sizeGb) > Number(present)) return;
      const why = `Requested disk size cannot be smaller than or equal to current size (${present} GB).`;
      throw refusal.invalid('sizeGb', sizeGb, why);
    },
    finish: () => world.store.change('disks', target, (present) => ({ ...present, sizeGb })),
  });
}

/** The path of the disk that a `source` means, in whatever spelling. */
export function diskPath(call: Pick<Call, 'world' | 'project'>, source: unknown): string {
  return readPath({ ...call, field: 'resource.source' }, source);
}
