import type { JsonObject } from '../../shared/model/json.ts';
import type { KubernetesObject } from './object.ts';

export interface ContainerRun {
  pod: KubernetesObject;
  /** Name of the node. */
  node: string;
  container: JsonObject;
}

export interface ContainerEnd {
  exitCode: number;
  log: string;
}

/** What a container that comes to an end does on its node. */
export interface NodeRunner {
  run(container: ContainerRun): Promise<ContainerEnd>;
}
