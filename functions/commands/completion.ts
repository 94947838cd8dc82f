import { Argument, Command } from 'commander';
import type { SetExit } from './exit.ts';
import type { Terminal } from './terminal.ts';

export function completionCommand(terminal: Terminal, _setExit: SetExit): Command {
  return new Command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      '\nExamples:\n  $ eval "$(underpin completion bash)"\n  $ underpin completion fish > ~/.config/fish/completions/underpin.fish',
    )
    .action((shell: keyof typeof scripts, _options: object, command: Command) => {
      terminal.out(scripts[shell](wordsOf(command.parent ?? command)));
    });
}

/** Path of a command such as `stack up` -> what may follow. The words are those of --help, so they cannot differ. */
type Words = Map<string, string[]>;

function wordsOf(command: Command, path: string[] = []): Words {
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  const inner = command.commands.map((one) => one.name());
  const own: Words = new Map([[path.join(' '), [...inner, ...options, '--help']]]);
  for (const one of command.commands)
    for (const [key, words] of wordsOf(one, [...path, one.name()])) own.set(key, words);
  return own;
}

const scripts = { bash, zsh: (words: Words) => `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`, fish };

function bash(words: Words): string {
  const cases = [...words].map(([path, own]) => `    ${path === '' ? "''" : `'${path}'`}) words='${own.join(' ')}' ;;`);
  return `_underpin() {
  local path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${[...words.keys()]
  .filter(Boolean)
  .map((path) => `      ' ${path}'|'${path}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o filenames -F _underpin underpin
`;
}

function fish(words: Words): string {
  const lines = [...words].flatMap(([path, own]) => {
    const when =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return own.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c underpin -n '${when}' ${what}`;
    });
  });
  return `${lines.join('\n')}\n`;
}
