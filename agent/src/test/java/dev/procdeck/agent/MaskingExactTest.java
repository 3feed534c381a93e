package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// I9: exactly the secret is replaced, to the character, and what stands around it stays. `S` is a
/// secret, `#` its mask, `|` divides arguments.
class MaskingExactTest {
    @ParameterizedTest
    @CsvSource({
        "app|--password|S|next,                  app|--password|#|next",
        "app|x://u:S@cookie:S,                   app|x://u:#@cookie: #",
        "app|--password|-,                       app|--password|#",
        "app|--password|-v|x,                    app|--password|-v|x",
        "app|--password|--token|S,               app|--password|--token|#",
        "app|--token=S|--x=1,                    app|--token=#|--x=1",
        "app|--token=,                           app|--token=",
        "app|=S,                                 app|=S",
        "app|t=S,                                app|t=S",
        "app|pw=S,                               app|pw=#",
        "app|---pw=S,                            app|---pw=#",
        "app|_pw=S,                              app|_pw=#",
        "app|a.b-pw=S,                           app|a.b-pw=#",
        "app|pwx=S,                              app|pwx=S",
        "app|f(password=S,                       app|f(password=S",
        "app|a b token=S c,                      app|a b token=# c",
        "app|--password a b|x,                   app|--password # b|x",
        "app|password|x,                         app|password|x",
        "curl|-u|bob:S|u,                        curl|-u|bob:#|u",
        "curl|-u|bob,                            curl|-u|bob",
        "curl|-u|bob:,                           curl|-u|bob:",
        "curl|-u|:S,                             curl|-u|:#",
        "curl|--user|bob:S|x:y,                  curl|--user|bob:#|x:y",
        "curl|--user=bob:S,                      curl|--user=bob:#",
        "wget|--user=bob:S,                      wget|--user=bob:S",
        "curl|-H|Authorization: Bearer S,        curl|-H|Authorization: #",
        "curl|-H|Authorization:S,                curl|-H|Authorization: #",
        "curl|-H|Authorization:,                 curl|-H|Authorization:",
        "curl|-HAuthorization:S,                 curl|-HAuthorization: #",
        "curl|cookie:S authorization:S,          curl|cookie: #",
        "curl|cookie:S,                          curl|cookie: #",
        "mysql|-pS|db,                           mysql|-p#|db",
        "mysql|-p|db,                            mysql|-p|db",
        "mysql -x|-pS,                           mysql -x|-p#",
        "/usr/bin/mysql|-pS,                     /usr/bin/mysql|-p#",
        "mysqlx|-pS,                             mysqlx|-pS",
        "mongo|-p|S|-x,                          mongo|-p|#|-x",
        "redis-cli|-a|S|ping,                    redis-cli|-a|#|ping",
        "ldapadd|-w|S|-x,                        ldapadd|-w|#|-x",
        "app|http://u:S@h/p?q,                   app|http://u:#@h/p?q",
        "app|http://:S@h,                        app|http://:#@h",
        "app|http://u:@h,                        app|http://u:@h",
        "app|http://u@h:80/,                     app|http://u@h:80/",
        "app|http://u:S@S@h,                     app|http://u:#@h",
        "app|http://h/a:b@c,                     app|http://h/a:b@c",
        "app|http://h?a:b@c,                     app|http://h?a:b@c",
        "app|http://h#a:b@c,                     app|http://h#a:b@c",
        "app|a://u:S@h;b://v:S@i,                app|a://u:#@h;b://v:#@i",
        "app|a://u:S@h b://v:S@i,                app|a://u:#@h b://v:#@i",
        "app|://u:S@h,                           app|://u:#@h",
        "app|x://,                               app|x://"
    })
    void exactly(String line, String expected) {
        assertThat(String.join("|", Masking.mask(List.of(line.split("\\|", -1)))))
                .isEqualTo(expected.replaceAll("#(?!a:b)", Masking.MASK));
    }

    @Test
    void nothingIsNothingAndWhatNeedsNoMaskIsTheSameList() {
        assertThat(Masking.mask(List.of())).isEmpty();
        List<String> plain = List.of("app", "-v");
        assertThat(Masking.mask(plain)).isSameAs(plain);
    }

    @Test
    void aTextIsMaskedWithoutAProgram() {
        assertThat(Masking.maskText("see x://u:S@h, and y://v:T@i"))
                .isEqualTo("see x://u:" + Masking.MASK + "@h, and y://v:" + Masking.MASK + "@i");
        assertThat(Masking.maskText("--password S")).isEqualTo("--password S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASSWORD",
                "db_pass",
                "x-pw",
                "_pwd",
                "-psk",
                "MyApiKeyId",
                "requirepass",
                "credentials"
            })
    void namesOfSecrets(String name) {
        assertThat(Masking.isSecretName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pas",
                "x",
                "pass-x",
                "passx",
                "passwordFile",
                "token_path",
                "secret-dir",
                "password-stdin",
                "compass"
            })
    void namesOfNone(String name) {
        assertThat(Masking.isSecretName(name)).isFalse();
    }
}
