import { http } from '@google-cloud/functions-framework';

http('coldStart', (_, response) => {
  response.send('hello, world');
});
