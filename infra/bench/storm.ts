import { nodeChange } from '../../functions/node-change.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { aHome, areAllRight, type BenchHome, instancePath, vmNames } from './a-home.ts';
import { type Bench, judge } from './measurement.ts';

const events = 10_000;
const seconds = 60;
const replacements = 50;
const size = { nodes: 500, pools: 2, callMilliseconds: 150 };

export const storm: Bench = {
  rows: ['storm-passes'],
  async measure() {
    const home = await aHome({ ...size, compute: { staleMembers: 'vanish' } });
    try {
      const lost = await home.clock.drive(blow(home));
      const passes = home.lines.filter(({ message }) => message === 'observed').length;
      const isRight = areAllRight(home, size.pools);
      const measured = judge({
        row: 'storm-passes',
        value: passes,
        goal: ['at most', 20],
        against: `${events} node events in ${seconds} s`,
        how: `through the node-change function, while ${replacements} of ${size.nodes} VMs are replaced: ${lost} events refused or thrown, every pool ${isRight ? 'right' : 'NOT right'} at the end`,
      });
      return [{ ...measured, met: measured.met && isRight && lost === 0 }];
    } finally {
      home.close();
    }
  },
};

/** Resolves with the number of events that were not acknowledged, when the last one is answered. */
async function blow(home: BenchHome): Promise<number> {
  const answer = nodeChange(home.world);
  const names = vmNames(home);
  const began = home.clock.now();
  const answers: Promise<boolean>[] = [];
  for (let sent = 0; sent < events; sent += 1) {
    const due = began + (sent * seconds * 1000) / events;
    if (due > home.clock.now()) await home.clock.sleep(due - home.clock.now());
    const name = names[(sent * 7) % names.length] ?? '';
    if (sent % (events / replacements) === 0) home.cloud.compute.state.replaceInstance(instancePath(name));
    answers.push(isAcknowledged(answer(anEvent(name, home.clock.now()) as never)));
  }
  return (await Promise.all(answers)).filter((isDone) => !isDone).length;
}

function isAcknowledged(answering: unknown): Promise<boolean> {
  return Promise.resolve(answering).then(
    () => true,
    () => false,
  );
}

/** As the log tells of a VM that its group has made anew. */
function anEvent(name: string, now: number): JsonObject {
  const time = new Date(now).toISOString();
  const entry = {
    logName: 'projects/my-project/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: time,
    receiveTimestamp: time,
    severity: 'NOTICE',
    resource: {
      type: 'gce_instance',
      labels: { project_id: 'my-project', zone: 'us-central1-a', instance_id: '1234567890' },
    },
    operation: { id: `operation-${now}-${name}`, producer: 'compute.googleapis.com', last: true },
    protoPayload: {
      serviceName: 'compute.googleapis.com',
      methodName: 'v1.compute.instances.insert',
      resourceName: instancePath(name),
    },
  };
  const data = {
    message: { data: Buffer.from(JSON.stringify(entry)).toString('base64'), messageId: '1', publishTime: time },
  };
  return {
    specversion: '1.0',
    id: `${now}-${name}`,
    source: '//pubsub.googleapis.com/projects/my-project/topics/underpin-nodes',
    type: 'google.cloud.pubsub.topic.v1.messagePublished',
    time,
    data,
  };
}
