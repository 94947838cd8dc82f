/** How long things take, in milliseconds. */
export interface Delays {
  /** From a change to the controllers' turn. */
  controllers: number;
  /** From the VM running to its Node being there. */
  nodeRegisters: number;
  /** From there to Ready. */
  nodeReady: number;
  /** From the VM stopped to NotReady. */
  nodeNotReady: number;
  /** From the VM gone to its Node gone. */
  nodeRemoved: number;
  /** From its node known to running and ready. */
  podStarts: number;
  podEnds: number;
  /** Pods of a node that is no more. */
  podsLost: number;
  garbage: number;
}

export const usualDelays: Delays = {
  controllers: 100,
  nodeRegisters: 20_000,
  nodeReady: 10_000,
  nodeNotReady: 40_000,
  nodeRemoved: 10_000,
  podStarts: 3000,
  podEnds: 1000,
  podsLost: 20_000,
  garbage: 500,
};
