import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Checks PDF files with veraPDF: {@code Verapdf FLAVOUR FILE...}, where FLAVOUR is 3a, ua1 and so on.
 *
 * <p>Prints one JSON object a line and file, in the order given:
 * {"file", "flavour", "compliant", "checks", "failures": [{"rule", "count", "message", "context"}], "error"}.
 * "rule" is clause and test number ("6.2.11.4.1-1"); "error" is null unless the file could not be read.
 * The exit code is 0 whenever each file has its line, and 2 if the flavour is unknown.
 */
public final class Verapdf {
  private Verapdf() {}

  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.OFF);
    PDFAFlavour flavour = arguments.length > 0 ? PDFAFlavour.byFlavourId(arguments[0]) : PDFAFlavour.NO_FLAVOUR;
    if (flavour == PDFAFlavour.NO_FLAVOUR) {
      System.err.println("usage: Verapdf FLAVOUR FILE... (FLAVOUR: 1a, 1b, 2a, 2b, 2u, 3a, 3b, 3u, 4, ua1, ua2)");
      System.exit(2);
    }
    VeraGreenfieldFoundryProvider.initialise();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = 1; i < arguments.length; i++) {
      out.println(check(flavour, arguments[i]));
    }
  }

  private static String check(PDFAFlavour flavour, String file) {
    String head = "{\"file\":" + quoted(file) + ",\"flavour\":" + quoted(flavour.getId());
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(Path.of(file)));
        PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      return head
          + ",\"compliant\":" + result.isCompliant()
          + ",\"checks\":" + result.getTotalAssertions()
          + ",\"failures\":[" + String.join(",", failures(result)) + "],\"error\":null}";
    } catch (Exception | LinkageError | StackOverflowError problem) {
      return head + ",\"compliant\":false,\"checks\":0,\"failures\":[],\"error\":" + quoted(problem.toString()) + "}";
    }
  }

  /** One object for each rule that failed, with its number of failures and the first of them. */
  private static List<String> failures(ValidationResult result) {
    Map<String, TestAssertion> first = new LinkedHashMap<>();
    Map<String, Integer> count = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        RuleId id = assertion.getRuleId();
        String rule = id.getClause() + "-" + id.getTestNumber();
        first.putIfAbsent(rule, assertion);
        count.merge(rule, 1, Integer::sum);
      }
    }
    List<String> objects = new ArrayList<>();
    first.forEach((rule, assertion) -> objects.add(
        "{\"rule\":" + quoted(rule)
            + ",\"count\":" + count.get(rule)
            + ",\"message\":" + quoted(assertion.getMessage())
            + ",\"context\":" + quoted(assertion.getLocation().getContext()) + "}"));
    return objects;
  }

  private static String quoted(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
