import test from 'ava';
import { aCompute, namesOf, region } from './a-compute.ts';

const pools = '/compute/v1/projects/demo/regions/us-central1/targetPools';

/** As gcloud writes it. */
function aBatch(...requests: { id: string; verb: string; path: string; body?: string }[]): Request {
  const parts = requests.map(
    ({ id, verb, path, body = '' }) =>
      `--===1==\nContent-Type: application/http\nMIME-Version: 1.0\nContent-Transfer-Encoding: binary\nContent-ID: <${id}>\n\n` +
      `${verb} ${path} HTTP/1.1\nContent-Type: application/json\ncontent-length: ${body.length}\nHost: 127.0.0.1\n\n${body}\n`,
  );
  const headers = { 'content-type': 'multipart/mixed; boundary="===1=="', authorization: 'Bearer t' };
  return new Request('http://sandbox.test/batch/compute/v1', {
    method: 'POST',
    headers,
    body: `${parts.join('')}--===1==--`,
  });
}

test('A batch is answered part by part, each under the id of its request', async (t) => {
  const { compute, get, pass } = aCompute();
  const answer = await compute.handle(
    aBatch(
      { id: 'a+1', verb: 'POST', path: `${pools}?alt=json`, body: '{"name":"one"}' },
      { id: 'a+2', verb: 'GET', path: `${pools}/none` },
    ),
  );
  t.is(answer.status, 200);
  const boundary = /boundary=(.*)$/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = (await answer.text()).split(`--${boundary}`).slice(1, -1);
  t.is(parts.length, 2);
  t.regex(parts[0] ?? '', /Content-ID: <response-a\+1>\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*"kind":"compute#operation"/);
  t.regex(parts[1] ?? '', /Content-ID: <response-a\+2>\r\n\r\nHTTP\/1\.1 404 Not Found[\s\S]*notFound/);
  await pass(10);
  t.deepEqual(namesOf(await get(`${region}/targetPools`)), ['one']);
  t.deepEqual(compute.calls.map(({ method }) => method).slice(0, 2), [
    'compute.targetPools.insert',
    'compute.targetPools.get',
  ]);
});

test('A batch without a boundary is refused', async (t) => {
  const { compute } = aCompute();
  t.is((await compute.handle(new Request('http://x/batch/compute/v1', { method: 'POST', body: 'x' }))).status, 400);
});
