import type { ServiceAddresses } from './defaults/service.ts';
import { at, objectsAt } from './object.ts';
import type { ObjectStore } from './object-store.ts';
import type { Resource } from './resource-table.ts';

const firstNodePort = 30_000;
const lastNodePort = 32_767;

/** Cluster IPs of 10.0.0.0/16 and node ports, never one that a Service has. */
export function createAddresses(store: ObjectStore, services: Resource): ServiceAddresses {
  let taken = 9;
  let port = firstNodePort - 1;
  const clusterIps = () => new Set(store.list(services).map((service) => at(service, 'spec', 'clusterIP')));
  const nodePorts = () =>
    new Set(store.list(services).flatMap((service) => objectsAt(service, 'spec', 'ports').map((one) => one.nodePort)));
  return {
    takeClusterIp() {
      const used = clusterIps();
      for (;;) {
        taken = (taken + 1) % 65_535;
        const address = `10.0.${taken >> 8}.${taken & 255}`;
        if (!used.has(address)) return address;
      }
    },
    takeNodePort() {
      const used = nodePorts();
      for (let tried = firstNodePort; tried <= lastNodePort; tried++) {
        port = port >= lastNodePort ? firstNodePort : port + 1;
        if (!used.has(port)) return port;
      }
      throw new Error('no node port is left between 30000 and 32767');
    },
  };
}
