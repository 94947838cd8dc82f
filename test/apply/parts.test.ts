/** Each part of apply by itself. All in one process: to start one takes longer than what is tried in it. */
import './parts/apply.ts';
import './parts/detach-disk.ts';
import './parts/disk-steps.ts';
import './parts/hour-book.ts';
import './parts/hour-keys.ts';
import './parts/hour.ts';
import './parts/kill-switch-reads.ts';
import './parts/kill-switch.ts';
import './parts/lease-hold.ts';
import './parts/lease.ts';
import './parts/mount-job.ts';
import './parts/mount-steps.ts';
import './parts/node-and-pod-steps.ts';
import './parts/object-steps.ts';
import './parts/operation.ts';
import './parts/pool-health.ts';
import './parts/pool-members.ts';
