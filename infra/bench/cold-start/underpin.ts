import { http } from '@google-cloud/functions-framework';
import '../../../functions/index.ts';
import { computeClients } from '../../../shared/clients.ts';
import { realWorld } from '../../../shared/world.ts';

/** One read through the product's own clients; all of the product is loaded with it, as in a function. */
http('coldStart', async (_, response) => {
  const world = realWorld();
  const [{ name }] = await computeClients(world, world.transport).projects().get({ project: 'my-project' });
  response.send(name);
});
