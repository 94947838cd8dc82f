import type { ServiceName } from './exposure.ts';
import type { Source } from './source.ts';

/** `broken` and `unknown` carry the reason; it belongs to the step that leads here. */
export type HopState = 'open' | 'broken' | 'unknown';

/** One station on the way. Colour alone never tells its state: `why` does. */
export interface Hop {
  name: string;
  state: HopState;
  why: string | null;
}

/** Where a packet that the pool gives to a node goes no further. */
export type Stop = 'pool' | 'vm' | 'firewall' | 'health' | 'node' | 'service' | 'pods' | 'local' | 'unknown';

/** A VM behind the pool, and what becomes of a packet that the pool gives to it. */
export interface NodeHop extends Hop {
  zone: string;
  stop: Stop | null;
  /** `namespace/name` of the ready pods that a packet to this node may reach. */
  pods: string[];
}

export interface DiskHop extends Hop {
  /** The VMs that have it. */
  holders: string[];
}

export interface PodHop extends Hop {
  namespace: string;
  node: string | null;
}

/** What takes packets for the address and port on a node. */
export type Taker = 'status' | 'externalIPs' | 'nodePort' | 'hostPort';

/**
 * The way of packets to one port range of one address (N-07): static IP -> forwarding rule -> pool -> nodes -> pods ->
 * disks. The nodes are sorted by zone and name, the pods by namespace and name.
 */
export interface TrafficPath {
  stack: string;
  /** Of the address; `null` when it could not be resolved. */
  ip: string | null;
  protocol: 'TCP' | 'UDP';
  /** Canonical: `80`, `8000-8010`. */
  ports: string;
  address: Hop;
  forwardingRule: Hop;
  pool: Hop;
  /** Whether the declared sources get through to the nodes; `open` when no firewall is declared. */
  firewall: Hop;
  nodes: NodeHop[];
  service: ServiceName | null;
  taker: Taker | null;
  /** Of a range of which something is taken, the ports that nothing takes. */
  untaken: string[];
  pods: PodHop[];
  disks: DiskHop[];
  /** From every node of the pool, from some, from none; or it could not be told. */
  reaches: 'all' | 'some' | 'none' | 'unknown';
  source: Source;
}
