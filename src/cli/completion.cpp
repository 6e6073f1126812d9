// SPDX-License-Identifier: MIT
#include "cli/completion.hpp"

namespace solidarity::cli {
namespace {

constexpr std::string_view bash = R"(# solidarity: completion for bash.   source <(solidarity completion bash)
_solidarity() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "schedule loan cover rates daycount tvm completion --help --version" -- "$word"))
    return
  fi
  case $command in
    schedule) options="--json --csv --table --json-errors --batch --explain --no-follow --help" ;;
    loan) options="--json --csv --table --html --statement --as-of --json-errors --batch --no-follow --help" ;;
    cover) options="--json --csv --table --json-errors --batch --no-follow --help" ;;
    rates|daycount|tvm) options="--json --table --json-errors --batch --no-follow --help" ;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _solidarity solidarity
)";

constexpr std::string_view zsh = R"(#compdef solidarity
# solidarity: completion for zsh.   solidarity completion zsh > "${fpath[1]}/_solidarity"
_solidarity() {
  local -a commands common
  commands=(
    'schedule:the installments of a loan and its true cost'
    'loan:where a loan stands on a day'
    'cover:who pays for members of a group who did not'
    'rates:rates of return and annual percentage rates of cash flows'
    'daycount:days and year fraction by a convention'
    'tvm:time-value functions of spreadsheets'
    'completion:a completion script for a shell'
  )
  common=(
    '--json[answer in JSON]' '--table[answer in a table]' '--json-errors[refusals in JSON]'
    '--batch[one document a line]:file:_files' '--no-follow[refuse symbolic links]' '--help[what the command does]' '*:document:_files'
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case $words[2] in
    schedule) shift words; (( CURRENT-- )); _arguments $common '--csv[the rows in CSV]' '--explain[how a row was computed]:row:' ;;
    loan) shift words; (( CURRENT-- )); _arguments $common '--csv[the installments in CSV]' '--html[a statement to print]' '--statement[the transactions alone]' '--as-of[on another day]:day:' ;;
    cover) shift words; (( CURRENT-- )); _arguments $common '--csv[the lines of cover in CSV]' ;;
    rates|daycount|tvm) shift words; (( CURRENT-- )); _arguments $common ;;
    completion) _values 'shell' bash zsh fish ;;
  esac
}
if [[ $funcstack[1] == _solidarity ]]; then _solidarity "$@"; else compdef _solidarity solidarity; fi
)";

constexpr std::string_view fish = R"(# solidarity: completion for fish.   solidarity completion fish | source
set -l commands schedule loan cover rates daycount tvm completion
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -f
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a schedule -d 'the installments of a loan and its true cost'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a loan -d 'where a loan stands on a day'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a cover -d 'who pays for members of a group who did not'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a rates -d 'rates of return and annual percentage rates'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a daycount -d 'days and year fraction by a convention'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a tvm -d 'time-value functions of spreadsheets'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -a completion -d 'a completion script for a shell'
complete -c solidarity -n "not __fish_seen_subcommand_from $commands" -l version -d 'the version'
set -l questions schedule loan cover rates daycount tvm
complete -c solidarity -n "__fish_seen_subcommand_from $questions" -l json -d 'answer in JSON'
complete -c solidarity -n "__fish_seen_subcommand_from $questions" -l table -d 'answer in a table'
complete -c solidarity -n "__fish_seen_subcommand_from $questions" -l json-errors -d 'refusals in JSON'
complete -c solidarity -n "__fish_seen_subcommand_from $questions" -l batch -r -F -d 'one document a line'
complete -c solidarity -n "__fish_seen_subcommand_from $questions" -l no-follow -d 'refuse symbolic links'
complete -c solidarity -n "__fish_seen_subcommand_from schedule" -l csv -d 'the rows in CSV'
complete -c solidarity -n "__fish_seen_subcommand_from loan" -l csv -d 'the installments in CSV'
complete -c solidarity -n "__fish_seen_subcommand_from loan" -l html -d 'a statement to print'
complete -c solidarity -n "__fish_seen_subcommand_from loan" -l statement -d 'the transactions alone'
complete -c solidarity -n "__fish_seen_subcommand_from loan" -l as-of -x -d 'on another day'
complete -c solidarity -n "__fish_seen_subcommand_from cover" -l csv -d 'the lines of cover in CSV'
complete -c solidarity -n "__fish_seen_subcommand_from schedule" -l explain -x -d 'how a row was computed'
complete -c solidarity -n "__fish_seen_subcommand_from completion" -f -a 'bash zsh fish'
complete -c solidarity -l help -d 'what the command does'
)";

}  // namespace

std::string_view completion_script(std::string_view shell) noexcept {
  if (shell == "bash") return bash;
  if (shell == "zsh") return zsh;
  if (shell == "fish") return fish;
  return {};
}

}  // namespace solidarity::cli
