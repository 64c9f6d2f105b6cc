# fish completion: save this as ~/.config/fish/completions/newsreader.fish
complete -c newsreader -f
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a import -d 'take files and folders of articles into the library'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a refresh -d 'look again at everything that was imported'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a sources -d 'list what is looked at again, or look at it no more'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a backup -d 'save the marks as a database of their own'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a list -d 'list stories, newest first'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a show -d 'show one story'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a export -d 'write stories to standard output as a document'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a open -d 'open stories in the browser and mark them read'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a mark -d 'mark stories read or unread, star them or take stars away'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a undo -d 'take the last change of marks back'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a redo -d 'do again what was taken back last'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a marks -d 'carry marks from one machine to another'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a topics -d 'list the topics with how many stories they have'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a providers -d 'list the providers with how many stories they have'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a categories -d 'list the categories with how many stories they have'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a stats -d 'count stories by day, topic and provider'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a searches -d 'list the saved searches, keep another one, or forget one'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a config -d 'what is configured, and whether it makes sense'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a doctor -d 'look for what is wrong and say what to do'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a rebuild -d 'make the library anew from its files, keeping every mark'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -a completion -d 'print the completion for a shell'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -l version -d 'show program’s version number and exit'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -l library -d 'another article store' -r -F
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n 'not __fish_seen_subcommand_from import refresh sources backup list show export open mark undo redo marks topics providers categories stats searches config doctor rebuild completion' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from import' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from import' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from import' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from import' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from import' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from import' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from import' -F
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from refresh' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -a list -d 'list the files and folders that are looked at again'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -a remove -d 'look no more at files or folders; their articles stay'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l prune -d 'list the articles whose files are all gone; with --yes, remove them'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l yes -d 'remove what --prune lists'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l all -d 'with --prune: starred articles too'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and not __fish_seen_subcommand_from list remove' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from list' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from sources; and __fish_seen_subcommand_from remove' -F
complete -c newsreader -n '__fish_seen_subcommand_from backup' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l articles -d 'save the articles too, to this file' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from backup' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from backup' -F
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l limit -d 'at most N stories' -x
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from list; and not __fish_seen_subcommand_from searches sources' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from config' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l format -d 'the kind of document' -x -a 'jsonl csv markdown html'
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l limit -d 'at most N stories' -x
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from export; and not __fish_seen_subcommand_from marks' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from open' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from open' -l yes -d 'open more than 5 too'
complete -c newsreader -n '__fish_seen_subcommand_from open' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from open' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from open' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from open' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from mark' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l query -d 'everything that this finds, as in the search bar' -x
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from mark' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from mark' -a 'read unread star unstar'
complete -c newsreader -n '__fish_seen_subcommand_from undo' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l list -d 'only list the last N changes (20 if nothing is said), the next one to go first'
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from undo' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from redo' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from redo' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from redo' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from redo' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from redo' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from redo' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -a export -d 'write every mark to a file'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -a merge -d 'take marks from a file: what was done last wins'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and not __fish_seen_subcommand_from export merge' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from export' -F
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from marks; and __fish_seen_subcommand_from merge' -F
complete -c newsreader -n '__fish_seen_subcommand_from topics' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from topics' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from topics' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from topics' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from topics' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from topics' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from providers' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from providers' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from providers' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from providers' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from providers' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from providers' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from categories' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from categories' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from categories' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from categories' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from categories' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from categories' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from stats' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l by -d 'count by this; may be given again' -x -a 'day month year topic provider'
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l limit -d 'at most N of each; on a terminal 15 if nothing is said' -x
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from stats' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -a list -d 'list the saved searches with how many stories they find'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -a add -d 'keep a search under a name'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -a remove -d 'forget a search'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and not __fish_seen_subcommand_from list add remove' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from list' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from add' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from searches; and __fish_seen_subcommand_from remove' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -a path -d 'print where the configuration is, or would be'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -a show -d 'list every setting with its value and where it comes from'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -a init -d 'write a configuration of all defaults, to be changed'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -a check -d 'list what makes no sense in the configuration'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from path show init check' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from path' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from show' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from init' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l fix -d 'mend what is safe to mend'
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l json -d 'print JSON for scripts'
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from doctor' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -l drop-missing -d 'leave out articles whose files are gone'
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from rebuild' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from completion' -s h -l help -d 'show this help message and exit'
complete -c newsreader -n '__fish_seen_subcommand_from completion' -l profile -d 'whose marks: read and starred' -x
complete -c newsreader -n '__fish_seen_subcommand_from completion' -l library -d 'another article store' -r -F
complete -c newsreader -n '__fish_seen_subcommand_from completion' -l color -d 'colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)' -x -a 'auto always never'
complete -c newsreader -n '__fish_seen_subcommand_from completion' -l quiet -d 'no progress and no summary, only problems'
complete -c newsreader -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
