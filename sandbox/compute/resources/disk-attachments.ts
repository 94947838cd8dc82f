import { ApiError } from '../api-error.ts';
import { type Attachment, attach, detach, freeDeviceName, requireAttachable, requireSharable } from '../attachment.ts';
import type { Call } from '../call.ts';
import { serviceAccountAccessDenied } from '../faults/catalogue.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Instance } from '../kinds.ts';
import { scopeOf } from '../link.ts';
import { orderOf, startOperation } from '../operation.ts';
import { requireResource, requireTarget } from '../reference-input.ts';
import { refusal } from '../refusal.ts';
import { diskPath } from './disks.ts';
import type { Method } from './method.ts';

export const diskAttachments: Record<string, Method> = {
  'instances.attachDisk': attachDisk,
  'instances.detachDisk': detachDisk,
  'instances.setDiskAutoDelete': setDiskAutoDelete,
};

/** What is wrong with the request is refused at once; that the disk is taken is told by the operation (google-cloud.md 3.5). */
function attachDisk(call: Call): JsonObject {
  const { world, target, body, query } = call;
  const path = diskPath(call, body.source);
  if (query.forceAttach === true && scopeOf(path).startsWith('zones/')) {
    throw refusal.unsupported('Force attach is only supported for regional disks.');
  }
  const instance = requireTarget(call, 'instances');
  requireResource(world, 'disks', path);
  const deviceName =
    typeof body.deviceName === 'string' && body.deviceName ? body.deviceName : freeDeviceName(instance);
  const read = (): Attachment => readAttachment(call, path, deviceName);
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    check: () => requireWilling(requireTarget(call, 'instances')),
    finish: () => {
      const attachment = read();
      requireActAs(call, attachment.instance);
      requireAttachable(attachment);
      requireSharable(world, attachment);
      attach(world, attachment);
    },
  });
}

function readAttachment(call: Call, path: string, deviceName: string): Attachment {
  const { world, body } = call;
  const disk = requireResource(world, 'disks', path);
  const mode = body.mode === 'READ_ONLY' ? 'READ_ONLY' : 'READ_WRITE';
  const instance = requireTarget(call, 'instances');
  return { instance, disk, deviceName, mode, autoDelete: body.autoDelete === true, boot: body.boot === true };
}

/** A VM on its way out, or not yet in, takes no disks. */
function requireWilling({ status, selfLink }: Instance): void {
  if (['RUNNING', 'TERMINATED', 'STOPPED', 'STAGING', 'PROVISIONING'].includes(status)) return;
  throw refusal.notReady(selfLink.slice(selfLink.indexOf('projects/')));
}

/** Its lack shows late: the call is accepted, the operation fails. */
function requireActAs({ world, actor }: Call, instance: Instance): void {
  for (const account of accountsOf(instance)) {
    if (world.settings.mayActAs(actor.principal, account)) continue;
    const message = serviceAccountAccessDenied.message.replace('{account}', account).replace('{user}', actor.principal);
    throw new ApiError({ ...serviceAccountAccessDenied, message });
  }
}

function accountsOf(instance: JsonObject): string[] {
  const accounts = Array.isArray(instance.serviceAccounts) ? instance.serviceAccounts : [];
  return accounts.flatMap((one) => (isObject(one) && typeof one.email === 'string' ? [one.email] : []));
}

/** By the device name of the attachment, which need not be the disk's. */
function detachDisk(call: Call): JsonObject {
  const { world, target, query } = call;
  const instance = requireTarget(call, 'instances');
  const deviceName = String(query.deviceName ?? '');
  if (deviceName === '') throw refusal.required('deviceName');
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    check: () => requireDetachable(requireTarget(call, 'instances'), deviceName),
    finish: () => {
      const present = requireTarget(call, 'instances');
      detach(world, present.selfLink, requireDetachable(present, deviceName));
    },
  });
}

function requireDetachable(instance: Instance, deviceName: string): string {
  const attached = instance.disks?.find((one) => one.deviceName === deviceName);
  if (!attached) throw refusal.invalidUsage(`No attached disk found with device name '${deviceName}'`);
  if (attached.boot && instance.status !== 'TERMINATED') {
    throw refusal.invalidUsage(
      `The boot disk of instance '${instance.name}' can be detached only while the instance is stopped.`,
    );
  }
  return attached.source;
}

function setDiskAutoDelete(call: Call): JsonObject {
  const { world, target, query } = call;
  const instance = requireTarget(call, 'instances');
  const { deviceName, autoDelete } = query;
  return startOperation(orderOf(call), {
    target,
    targetId: instance.id,
    check: () => {
      const known = requireTarget(call, 'instances').disks?.some((one) => one.deviceName === deviceName);
      if (!known) throw refusal.invalidUsage(`No attached disk found with device name '${deviceName}'`);
    },
    finish: () =>
      world.store.change('instances', target, ({ disks = [], ...one }) => ({
        ...one,
        disks: disks.map((disk) =>
          disk.deviceName === deviceName ? { ...disk, autoDelete: autoDelete === true } : disk,
        ),
      })),
  });
}
