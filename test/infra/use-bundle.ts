import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Loaded before a test by `--import`: whoever asks for functions/index.ts gets the bundle that the variable names. */
const bundle = process.env.UNDERPIN_TESTED_BUNDLE;
registerHooks({
  resolve(specifier, context, next) {
    if (bundle && specifier.endsWith('/functions/index.ts'))
      return { url: pathToFileURL(bundle).href, shortCircuit: true };
    return next(specifier, context);
  },
});
