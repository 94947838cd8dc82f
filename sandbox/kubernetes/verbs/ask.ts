import type { Asked, Body, Target, User } from '../asked.ts';
import type { Resource } from '../resource-table.ts';
import type { World } from '../world.ts';

/** Objects of one kind on one server. */
export interface Place {
  world: World;
  resource: Resource;
}

/** A request for them. */
export interface Ask extends Place {
  target: Target;
  asked: Asked;
  body: Body;
  user: User;
}
