import { ProjectsClient } from '@google-cloud/compute';
import { http } from '@google-cloud/functions-framework';

/** The same read on the packages as they come, pointed at the same server by the variable that the product reads. */
http('coldStart', async (_, response) => {
  const { hostname, port } = new URL(process.env.UNDERPIN_COMPUTE_ENDPOINT ?? '');
  const client = new ProjectsClient({ apiEndpoint: hostname, port: Number(port), protocol: 'http' });
  const [{ name }] = await client.get({ project: 'my-project' });
  response.send(name);
});
