/** What is under way goes on to its end, whether or not anybody reads of it: an apply is not left off half-way. */
export function outliveReaders({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  stderr.on('error', () => undefined);
  let isTold = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `underpin … | head` closes the pipe before all is written.
    if (error.code === 'EPIPE' || isTold) return;
    isTold = true;
    stderr.write(`underpin: standard output cannot be written: ${error.message}\n`);
    process.once('exit', () => {
      process.exitCode = 2;
    });
  });
}
